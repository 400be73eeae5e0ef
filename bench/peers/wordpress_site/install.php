<?php
// Makes an empty WordPress: its tables, its theme, twenty posts to a page.
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = '127.0.0.1';
require __DIR__ . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
add_filter('pre_wp_mail', '__return_true');
wp_install('Banc', 'banc', 'banc@example.org', false, '', wp_generate_password());
update_option('template', 'banc');
update_option('stylesheet', 'banc');
update_option('posts_per_page', 20);
$wpdb->query("DELETE FROM $wpdb->posts");
$wpdb->query("DELETE FROM $wpdb->term_relationships");
